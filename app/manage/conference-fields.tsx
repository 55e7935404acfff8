import type { ConferenceChanges } from '#domain/conference-management/conference'
import { Field, LongField } from '../_ui/field.tsx'

type Details = Partial<Omit<ConferenceChanges, 'paymentProcessor'>>

const currencies = Intl.supportedValuesOf('currency')
const timeZones = Intl.supportedValuesOf('timeZone')

const Choices = ({ id, names }: { id: string; names: readonly string[] }) => (
  <datalist id={id}>
    {names.map(name => (
      <option key={name} value={name} />
    ))}
  </datalist>
)

export const OwnerNameField = ({ value }: { value?: string }) => (
  <Field name="ownerName" label="Owner name" value={value} autoComplete="organization" required />
)

export const NameFields = ({ name, tagline }: Details) => (
  <>
    <Field name="name" label="Name" value={name} autoComplete="off" required />
    <Field name="tagline" label="Tagline" value={tagline} autoComplete="off" hint="One sentence under the name. May be empty." />
  </>
)

export const DescriptionField = ({ value }: { value?: string }) => (
  <LongField
    name="description"
    label="Description"
    value={value}
    rows={7}
    hint="What it is about. Line breaks are kept."
    required
  />
)

/** Where, when and in what money: what both the form that creates a conference and the one that edits it ask for. */
export const PlaceAndTimeFields = ({ location, timeZone, startsAt, endsAt }: Details) => (
  <>
    <Field name="location" label="Location" value={location} autoComplete="off" required />
    <Field
      name="timeZone"
      label="Time zone"
      value={timeZone}
      list="time-zones"
      autoComplete="off"
      spellCheck={false}
      hint="Where it takes place, such as Europe/Prague."
      required
    />
    <Choices id="time-zones" names={timeZones} />
    <div className="fields-in-row">
      <Field name="startsAt" label="Starts" type="datetime-local" value={startsAt} hint="Local date and time." required />
      <Field name="endsAt" label="Ends" type="datetime-local" value={endsAt} hint="Local date and time." required />
    </div>
  </>
)

export const SalesFields = ({ currency, holdMinutes = 15, isFixed }: Details & { isFixed?: boolean }) => (
  <>
    <Field
      name="currency"
      label="Currency"
      value={currency}
      list="currencies"
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      readOnly={isFixed}
      hint={
        isFixed
          ? 'Fixed, because the conference was published.'
          : 'Three letters, such as USD. Fixed once the conference is published.'
      }
      required
    />
    <Choices id="currencies" names={currencies} />
    <Field
      name="holdMinutes"
      label="Hold seats for (minutes)"
      type="number"
      inputMode="numeric"
      min={5}
      max={60}
      value={String(holdMinutes)}
      autoComplete="off"
      hint="How long a registrant has to pay: 5 to 60."
      required
    />
  </>
)
