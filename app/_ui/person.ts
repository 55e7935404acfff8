import { z } from 'zod'
import { emailField, textField } from '#domain/fields'

/** Somebody with a name and an address: who orders, and who attends. */
export const personSchema = z.object({
  firstName: textField('First name', { atMost: 100 }),
  lastName: textField('Last name', { atMost: 100 }),
  email: emailField('Email'),
})
