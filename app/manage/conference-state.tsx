import { Badge } from '../_ui/notice.tsx'

type Publication = Readonly<{ published: boolean; wasEverPublished: boolean }>

/** Draft until the first publication, then published or not. */
export const ConferenceState = ({ published, wasEverPublished }: Publication) => {
  if (published) return <Badge tone="good">Published</Badge>
  return wasEverPublished ? <Badge tone="warn">Unpublished</Badge> : <Badge>Draft</Badge>
}
