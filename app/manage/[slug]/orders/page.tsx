import type { Metadata } from 'next'
import { openCode } from '#drizzle/codes'
import { listOrders, ordersPerPage } from '#drizzle/queries/manage-orders'
import { getOrder } from '#drizzle/queries/order'
import { type OrderStatus, orderStatuses } from '#drizzle/schema/read-models'
import { ActionForm } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { formatZone } from '../../../_ui/dates.ts'
import { ChoiceField, Field, SubmitButton } from '../../../_ui/field.tsx'
import { isId } from '../../../_ui/form-input.ts'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { orderStatusWords } from '../order-status-badge.tsx'
import { Pager, pageIn } from '../pager.tsx'
import { searchOrders } from './actions.ts'
import { OrderTable } from './order-table.tsx'

export const metadata: Metadata = { title: 'Orders' }

type Asked = Record<'search' | 'order' | 'status' | 'page', string | string[] | undefined>
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Asked> }

/** What to look for: a text, or the code of the order that an address names instead of it. */
const searchOf = async (conferenceId: string, { search, order }: Asked): Promise<string> => {
  if (isId(order)) {
    const found = (await getOrder(conferenceId, order)).order
    if (found?.conferenceId === conferenceId) return openCode(found.sealedCode)
  }
  return typeof search === 'string' ? search.slice(0, 200) : ''
}

const SearchForm = ({ slug, search, status }: { slug: string; search: string; status: OrderStatus | undefined }) => (
  <ActionForm action={searchOrders} commandId={newCommandId()} className="card search-form">
    <input type="hidden" name="slug" value={slug} />
    <Field name="search" label="Search" value={search} hint="Order code, name or email." autoComplete="off" spellCheck={false} />
    <ChoiceField
      name="status"
      label="Status"
      value={status}
      choices={[['', 'All'], ...orderStatuses.map(each => [each, orderStatusWords[each]] as const)]}
    />
    <SubmitButton className="button-quiet">Search</SubmitButton>
  </ActionForm>
)

const OrdersPage = async ({ params, searchParams }: Props) => {
  const conference = await openManaged((await params).slug)
  const { conferenceId, slug } = conference
  const asked = await searchParams
  const search = await searchOf(conferenceId, asked)
  const status = orderStatuses.find(each => each === asked.status)
  const page = pageIn(asked.page)
  const { orders, total } = await listOrders({ conferenceId, search, status, page })
  const isFiltered = search !== '' || status !== undefined
  const query = { ...(isId(asked.order) ? { order: asked.order } : { search }), status }
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="Orders" current="orders" />
      <SearchForm slug={slug} search={search} status={status} />
      <section className="card stack" aria-label="Orders">
        <div className="row spread">
          <p>{`${total.toLocaleString('en-US')} ${total === 1 ? 'order' : 'orders'}${isFiltered ? ' found' : ''}`}</p>
          <a href={`/manage/${slug}/orders.csv`} className="text-link">
            Download CSV
          </a>
        </div>
        {orders.length > 0 && (
          <>
            <p className="muted small">{`The newest first. Times in ${formatZone(conference.timeZone)}.`}</p>
            <OrderTable orders={orders} conference={conference} />
          </>
        )}
        {total === 0 && <p className="muted">{isFiltered ? 'No order matches.' : 'Nobody has ordered yet.'}</p>}
        <Pager address={`/manage/${slug}/orders`} query={query} page={page} total={total} perPage={ordersPerPage} />
      </section>
    </div>
  )
}

export default OrdersPage
