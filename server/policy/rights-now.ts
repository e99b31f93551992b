import { ask } from '../../domain/policy/compile.ts';
import { mayDo } from '../../domain/policy/right.ts';
import type { Installation } from '../installation.ts';
import type { Admin } from '../store/admins.ts';
import { type Right, rights } from '../store/rights.ts';
import { programOf } from './policy-rules.ts';

/** From where and by what an administrator asks. */
interface Whence {
  readonly client: string;
  readonly userAgent: string;
}

/**
 * What an administrator may do now, as far as it does not depend on whom it is about: for a client to show. A right for
 * one realm only is among them, and so is one under conditions; each act is decided by itself.
 */
export async function rightsNow(
  { policies, now }: Installation,
  admin: Admin,
  { client, userAgent }: Whence,
): Promise<readonly Right[]> {
  const request = { adminRealm: '', adminUser: admin.name, client, at: now(), userAgent: programOf(userAgent) };
  const question = ask(await policies(), { ...request, facts: 'any' });
  return rights.filter((right) => {
    // No policy gives it or takes it away: it is granted to somebody, or not.
    if (right === 'control_trust') return admin.rights.includes(right);
    try {
      return mayDo(question, right, admin.rights.includes(right)).value;
    } catch {
      return false;
    }
  });
}
