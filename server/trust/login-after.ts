import { isAllowed } from '../../domain/trust/groups.ts';
import { type LoginAfter, loginAfter } from '../../domain/trust/login-after.ts';
import type { Store } from '../store/store.ts';
import { type Parameters, required } from '../wire/parameters.ts';
import { WireError } from '../wire/wire-error.ts';
import { personIn } from './group-acts.ts';
import { groupsOf } from './groups-of.ts';

/** How somebody would log in once a token of theirs (`serial`) is no longer theirs (`gone`) or out of use (`dead`). */
export async function tellLoginAfter(store: Store, parameters: Parameters): Promise<{ readonly after: LoginAfter }> {
  const serial = required(parameters, 'serial');
  const becomes = required(parameters, 'becomes');
  if (becomes !== 'gone' && becomes !== 'dead') throw new WireError('parameter', 'becomes is gone or dead.');
  const person = await personIn(store, parameters);
  const others = (await store.credentials.ofPerson(person.id)).filter((one) => one.serial !== serial);
  const activeOthers = others.filter(({ active, revoked }) => active === 1 && revoked === 0).length;
  const requireToken = isAllowed(await groupsOf(store), await store.groups.of(person.id), 'require_token');
  const what = becomes === 'gone' ? 'withdrawn' : 'reported lost';
  return { after: loginAfter({ what, activeOthers, deadOthers: others.length - activeOthers, requireToken }) };
}
