import type { DeskAct } from '../../../domain/act.ts';
import { type Account, refusalOf } from './account.ts';
import { tokensThere } from './tokens-there.ts';

/** What each act after issuance means for the tokens there; the others are this desk's own affair. */
const paths: Readonly<Partial<Record<DeskAct['what'], string>>> = {
  'reported lost': '/token/revoke',
  withdrawn: '/token/unassign',
  returned: '/token/unassign',
};

/**
 * Does at the server what was done at the desk to a token: a lost one is revoked, one that was taken back has no owner
 * any more. Touches only what a desk brought there; done again it changes nothing. False when there was nothing to do.
 */
export async function carryAct(account: Account, act: DeskAct): Promise<boolean> {
  const path = paths[act.what];
  if (path === undefined || !('token' in act)) return false;
  const own = new RegExp(`^UB[AO]M0*${act.token}_[12](-\\d+)?$`);
  const there = await tokensThere(account, { serial: `UB*M*${act.token}_*` });
  let done = false;
  for (const { serial, record, revoked, owner } of there) {
    const concerned = own.test(serial) && record !== '' && !revoked;
    if (!concerned || (path === '/token/unassign' && owner === undefined)) continue;
    const said = await account.ask({ method: 'POST', path, parameters: { serial } });
    if (said.error !== undefined) throw refusalOf(said);
    done = true;
  }
  return done;
}
