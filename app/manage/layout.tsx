import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import './manage.css'

export const metadata: Metadata = { robots: { index: false } }

const ManageLayout = ({ children }: { children: ReactNode }) => children

export default ManageLayout
