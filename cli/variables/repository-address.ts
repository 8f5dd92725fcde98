import { readFile, writeFile } from 'node:fs/promises'

/** Where the repository's files are. */
const here = new URL('../../', import.meta.url)

/** The files that contain the repository's address; `package.json` sets it, the other follows. */
const files = ['package.json', 'README.md']

/**
 * The address of the public repository that others deploy from: `https://github.com/<owner>/<name>`, as it is under
 * `repository` in `package.json`.
 * @param root the repository's folder, with a slash at the end
 * @throws {TypeError} if `package.json` has none, or one that the deploy button can't use
 */
export async function readRepositoryAddress(root: URL = here): Promise<string> {
  const text = await readFile(new URL('package.json', root), 'utf8')
  const { repository } = JSON.parse(text) as { repository?: { url?: string } | string }
  const url = typeof repository === 'object' ? repository.url : repository
  return parseRepositoryAddress(url ?? '')
}

/**
 * Makes a fork's address the repository's address: in `package.json`, and in the deploy button of `README.md`.
 * @param url as a browser or `git remote -v` shows it
 * @returns the new address, and the files that were changed; none if it was there already
 * @throws {TypeError} if the deploy button can't use it
 */
export async function rewriteRepositoryAddress(
  url: string,
  root: URL = here,
): Promise<{ address: string; changed: string[] }> {
  const address = parseRepositoryAddress(url)
  const before = await readRepositoryAddress(root)
  const changed: string[] = []
  for (const name of files) {
    const file = new URL(name, root)
    const text = await readFile(file, 'utf8')
    const rewritten = text.replaceAll(before, address)
    if (rewritten === text) continue
    await writeFile(file, rewritten)
    changed.push(name)
  }
  return { address, changed }
}

/** What the button opens. https://docs.netlify.com/deploy/create-deploys/#deploy-to-netlify-button */
export function deployButtonUrl(address: string): string {
  return `https://app.netlify.com/start/deploy?repository=${address}&fullConfiguration=true`
}

/**
 * Netlify's button clones only from GitHub.com and GitLab.com.
 * @throws {TypeError} if it is another place
 */
export function parseRepositoryAddress(url: string): string {
  const plain = url
    .trim()
    .replace(/^git\+/, '')
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/\/$/, '')
    .replace(/\.git$/, '')
  const found = /^https:\/\/(github|gitlab)\.com((?:\/[\w.-]+){2,})$/.exec(plain)
  if (found === null || (found[1] === 'github' && found[2]?.split('/').length !== 3))
    throw new TypeError(
      "The repository's address must be like https://github.com/<owner>/<name>, on GitHub.com or GitLab.com",
    )
  return plain
}
