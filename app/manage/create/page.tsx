import type { Metadata } from 'next'
import Link from 'next/link'
import { ActionForm } from '../../_ui/action-form.tsx'
import { newCommandId } from '../../_ui/command-id.ts'
import { Field, SubmitButton } from '../../_ui/field.tsx'
import { DescriptionField, NameFields, OwnerNameField, PlaceAndTimeFields, SalesFields } from '../conference-fields.tsx'
import { createConference } from './actions.ts'

export const metadata: Metadata = { title: 'Create a conference' }

const CreatePage = () => (
  <div className="stack stack-large form-page">
    <div className="heading">
      <p className="over-heading">
        <Link href="/manage" prefetch={false}>
          Manage conferences
        </Link>
      </p>
      <h1>Create a conference</h1>
      <p className="lead">Nobody sees it until you publish it, and everything but the email and the slug can be changed later.</p>
    </div>
    <ActionForm action={createConference} commandId={newCommandId()} className="stack">
      <fieldset className="card stack">
        <legend>Who runs it</legend>
        <OwnerNameField />
        <Field
          name="ownerEmail"
          label="Owner email"
          type="email"
          autoComplete="email"
          hint="We send the access code there; with both you sign in again."
          required
        />
      </fieldset>
      <fieldset className="card stack">
        <legend>What it is</legend>
        <NameFields />
        <Field
          name="slug"
          label="Slug"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          hint="Its address on this site: small letters, digits and hyphens, such as engines-2027."
          required
        />
        <DescriptionField />
      </fieldset>
      <fieldset className="card stack">
        <legend>Where and when</legend>
        <PlaceAndTimeFields />
      </fieldset>
      <fieldset className="card stack">
        <legend>How it sells</legend>
        <SalesFields />
      </fieldset>
      <p>
        <SubmitButton>Create conference</SubmitButton>
      </p>
    </ActionForm>
  </div>
)

export default CreatePage
