import { useTranslation } from 'react-i18next';
import { codeOf, useLiveCodesForAdministrators } from '../acts/live-codes.ts';
import { May } from '../administration/may.tsx';
import { useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { when } from '../i18n/when.ts';
import type { ChosenAccount } from './accounts.tsx';

/** Somebody's living temporary code, and the way for an administrator to end it. */
export function AccountCode({ realm, username }: ChosenAccount) {
  const { t, i18n } = useTranslation();
  const end = useAdministrativeAction('temporary-codes/end');
  const code = codeOf(useLiveCodesForAdministrators(), { realm, username });
  const controller = useSpoken(code?.controller ?? '');
  if (code === undefined) return null;
  return (
    <div className="live-code">
      <Sign meaning="waiting">{t('acts.live.until', { until: when(code.endsAt, i18n.language), controller })}</Sign>
      <May right="trustwrite">
        {(control) => (
          <Button {...control} kind="refuse" busy={end.busy} onPress={() => void end.run({ realm, username })}>
            {t('acts.live.remove')}
          </Button>
        )}
      </May>
      {end.failure !== undefined && <Problem failure={end.failure} />}
    </div>
  );
}
