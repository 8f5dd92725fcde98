import { asAuth } from '../as-auth.ts'
import type { Project } from '../../project.ts'
import { AuthFailure } from '../failure.ts'
import { issueAuthCode } from '../flow-state.ts'
import { pkcePrefix } from '../one-time-tokens.ts'
import { failureFragment, redirectOf, redirectWith, sessionFragment } from '../redirects.ts'
import { openSession } from '../sessions.ts'
import { halfConfirmed, redeemToken } from '../verify.ts'

/** GET /verify, the link of Supabase's own emails: the first one to open it spends the token, even if it is a scanner. */
export async function followLink(project: Project, request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url)
  const type = searchParams.get('type') ?? ''
  const target = redirectOf(project, request)
  const tokenHash = searchParams.get('token') ?? ''
  const refuse = (message: string) => new AuthFailure(400, 'validation_failed', message)
  if (type === '') throw refuse('Verify requires a verification type')
  if (tokenHash === '') throw refuse('Verify requires a token or a token hash')
  const isPkce = tokenHash.startsWith(pkcePrefix)
  const inBoth = (said: Record<string, string>) =>
    redirectWith(target, { fragment: said, ...(isPkce ? { query: said } : {}) })
  try {
    return await asAuth(project, async (sql) => {
      const redeemed = await redeemToken(sql, project, { type, tokenHash })
      if (redeemed === null) return inBoth({ message: halfConfirmed })
      const userId = redeemed.user.id
      if (isPkce) {
        const code = await issueAuthCode(sql, project, { userId, type: redeemed.type })
        return redirectWith(target, { query: { code } })
      }
      const session = await openSession(sql, project, { userId, factor: 'otp' })
      return redirectWith(target, { fragment: sessionFragment(session, redeemed.type) })
    })
  } catch (error) {
    if (!(error instanceof AuthFailure)) throw error
    return inBoth(failureFragment(error))
  }
}
