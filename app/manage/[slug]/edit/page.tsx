import type { Metadata } from 'next'
import { ActionForm } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { HiddenField, SubmitButton } from '../../../_ui/field.tsx'
import { Notice } from '../../../_ui/notice.tsx'
import { DescriptionField, NameFields, OwnerNameField, PlaceAndTimeFields, SalesFields } from '../../conference-fields.tsx'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { editConference } from './actions.ts'

export const metadata: Metadata = { title: 'Edit conference' }

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ created?: string | string[] }> }

const EditPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const { created } = await searchParams
  const { slug, ownerEmail, version } = conference
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="Edit conference" current="edit" />
      {created && <Notice title="You already created this conference">Here you can change what you typed first.</Notice>}
      <ActionForm action={editConference} commandId={newCommandId()} className="stack form-page">
        <input type="hidden" name="slug" value={slug} />
        <HiddenField name="version" value={String(version)} />
        <fieldset className="card stack">
          <legend>Who runs it</legend>
          <OwnerNameField value={conference.ownerName} />
          <dl className="facts">
            <div>
              <dt>Owner email</dt>
              <dd>{ownerEmail}</dd>
            </div>
            <div>
              <dt>Access code</dt>
              <dd>Shown on the overview when you ask for it</dd>
            </div>
          </dl>
        </fieldset>
        <fieldset className="card stack">
          <legend>What it is</legend>
          <NameFields name={conference.name} tagline={conference.tagline} />
          <dl className="facts">
            <div>
              <dt>Slug</dt>
              <dd>{slug}</dd>
            </div>
          </dl>
          <DescriptionField value={conference.description} />
        </fieldset>
        <fieldset className="card stack">
          <legend>Where and when</legend>
          <PlaceAndTimeFields {...conference} />
        </fieldset>
        <fieldset className="card stack">
          <legend>How it sells</legend>
          <SalesFields {...conference} isFixed={conference.wasEverPublished} />
        </fieldset>
        <p>
          <SubmitButton>Save changes</SubmitButton>
        </p>
      </ActionForm>
    </div>
  )
}

export default EditPage
