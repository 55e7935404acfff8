'use server'

import { z } from 'zod'
import { emailField, textField } from '#domain/fields'
import { authenticate } from '../../../_session/authenticate.ts'
import { grantOrder } from '../../../_session/session.ts'
import { answerForm } from '../../../_ui/answer-form.ts'
import { problemsOf, refused, typedIn } from '../../../_ui/form-input.ts'
import type { FormState } from '../../../_ui/form-state.ts'
import { orderAddress } from '../wait-for-order.ts'

const schema = z.object({ email: emailField('Email'), code: textField('Order code', { atMost: 40 }), slug: z.string() })

/** Wrong email and wrong code are answered alike; `authenticate` counts the failures. */
export const findOrder = async (_state: unknown, form: unknown): Promise<FormState> => {
  const typed = typedIn(form)
  return answerForm(typed, async () => {
    const asked = schema.safeParse(typed)
    if (!asked.success) return refused(typed, problemsOf(asked.error))
    const found = await authenticate('order', asked.data)
    if (!found) return refused(typed, [{ field: 'email', message: 'That email and order code do not match.' }])
    await grantOrder(found.orderId)
    return orderAddress(asked.data.slug, found.orderId)
  })
}
