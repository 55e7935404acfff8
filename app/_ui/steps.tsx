const steps = ['Choose seats', 'Checkout', 'Payment', 'Done'] as const

/** How far an order has come. */
export const Steps = ({ current }: { current: (typeof steps)[number] }) => {
  const reached = steps.indexOf(current)
  return (
    <nav aria-label="Progress of your order">
      <ol className="steps">
        {steps.map((step, index) => (
          <li key={step} className={index < reached ? 'passed' : undefined} aria-current={index === reached ? 'step' : undefined}>
            {step}
            {index < reached && <span className="visually-hidden"> (done)</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
