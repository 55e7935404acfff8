/** An e-mail address that is broken, where it must be, behind its @. */
export const EmailAddress = ({ address }: { address: string | null | undefined }) => {
  if (!address) return <span>–</span>
  const at = address.lastIndexOf('@') + 1
  return (
    <span>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  )
}
