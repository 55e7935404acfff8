import type { Metadata } from 'next'
import { listOrders, ordersPerPage } from '#drizzle/queries/manage-orders'
import { type OrderStatus, orderStatuses } from '#drizzle/schema/read-models'
import { ActionForm } from '../../../_ui/action-form.tsx'
import { newCommandId } from '../../../_ui/command-id.ts'
import { formatZone } from '../../../_ui/dates.ts'
import { ChoiceField, Field, SubmitButton } from '../../../_ui/field.tsx'
import { ManagedHeading } from '../managed-heading.tsx'
import { openManaged } from '../open-managed.ts'
import { orderStatusWords } from '../order-status-badge.tsx'
import { addressWith, Pager, pageIn } from '../pager.tsx'
import { searchOrders } from './actions.ts'
import { OrderTable } from './order-table.tsx'
import { ordersAsked } from './orders-asked.ts'

export const metadata: Metadata = { title: 'Orders' }

type Asked = Record<'search' | 'order' | 'status' | 'page', string | string[] | undefined>
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Asked> }

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
  const { search, status, query, isFiltered } = await ordersAsked(conferenceId, asked)
  const page = pageIn(asked.page)
  const { orders, total } = await listOrders({ conferenceId, search, status, page })
  return (
    <div className="stack stack-large">
      <ManagedHeading conference={conference} title="Orders" current="orders" />
      <SearchForm slug={slug} search={search} status={status} />
      <section className="card stack" aria-label="Orders">
        <div className="row spread">
          <p>{`${total.toLocaleString('en-US')} ${total === 1 ? 'order' : 'orders'}${isFiltered ? ' found' : ''}`}</p>
          {(total > 0 || !isFiltered) && (
            <a href={addressWith(`/manage/${slug}/orders.csv`, query)} className="text-link">
              {isFiltered ? 'Download these orders as CSV' : 'Download CSV'}
            </a>
          )}
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
