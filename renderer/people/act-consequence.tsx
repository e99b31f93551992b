import { useTranslation } from 'react-i18next';
import type { AccountToken, AccountTokenAct } from '../../domain/account.ts';
import { afterMeanings } from '../acts/act-follows.tsx';
import { useAdministrativeAnew } from '../administration/session.ts';
import { Sign } from '../controls/sign.tsx';
import { useAppState } from '../queries.ts';
import { ownerName } from './account-name.ts';

/** What an act leaves of a token: theirs no more, or theirs and letting nobody in. */
const leaves: Readonly<Partial<Record<AccountTokenAct, 'gone' | 'dead'>>> = {
  unassign: 'gone',
  delete: 'gone',
  revoke: 'dead',
  disable: 'dead',
};

/** How the owner logs in afterwards, said before it is done: also that they cannot. */
export function ActConsequence({ act, token }: { readonly act: AccountTokenAct; readonly token: AccountToken }) {
  const isOurs = useAppState().data?.station?.kind === 'keydesk';
  const becomes = leaves[act];
  if (!isOurs || becomes === undefined || token.owner === null) return null;
  return <After token={token} owner={token.owner} becomes={becomes} />;
}

interface AfterProps {
  readonly token: AccountToken;
  readonly owner: NonNullable<AccountToken['owner']>;
  readonly becomes: 'gone' | 'dead';
}

function After({ token, owner, becomes }: AfterProps) {
  const { t } = useTranslation();
  const { realm, username } = owner;
  const after = useAdministrativeAnew('groups/login-after', { realm, username, serial: token.serial, becomes }).data
    ?.after;
  if (after === undefined) return null;
  return (
    <p className="measure">
      <Sign meaning={afterMeanings[after]}>{t(`acts.after.${after}`, { name: ownerName(owner) })}</Sign>
    </p>
  );
}
