import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import './manage.css'
import './orders.css'
import './overview.css'

export const metadata: Metadata = { robots: { index: false } }

const ManageLayout = ({ children }: { children: ReactNode }) => <div className="managed">{children}</div>

export default ManageLayout
