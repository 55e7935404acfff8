/** Run once by each server instance before it answers. */
export const register = async (): Promise<void> => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { beginInstance } = await import('./app/_gate/instance.ts')
    beginInstance()
  }
}
