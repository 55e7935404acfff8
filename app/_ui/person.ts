import { z } from 'zod'
import { requiredEmail, requiredText } from './form-input.ts'

/** Somebody with a name and an address: who orders, and who attends. */
export const personSchema = z.object({
  firstName: requiredText('First name', 100),
  lastName: requiredText('Last name', 100),
  email: requiredEmail(),
})
