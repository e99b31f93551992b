import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { usePairing } from '../pairing/pairing.ts';
import { PairingAccount } from '../pairing/pairing-account.tsx';
import { PairingAddress } from '../pairing/pairing-address.tsx';
import { SetUpQuestion } from './set-up-question.tsx';

/** First run, 2 of 3, with a privacyIDEA server in the place of ours. */
export function SetUpPair({ app, children }: { readonly app: AppState; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const pairing = usePairing({ name: '', address: '' });
  const { seen, busy, failure, go } = pairing;
  return (
    <SetUpQuestion
      app={app}
      step={2}
      title={t('setUp.pairing.title')}
      lead={t('setUp.pairing.lead')}
      failure={failure}
      next={{ label: t(seen === undefined ? 'setUp.pairing.look' : 'setUp.pairing.pair'), run: go, busy }}
    >
      {seen === undefined && children}
      {seen === undefined ? (
        <PairingAddress pairing={pairing} />
      ) : (
        <PairingAccount pairing={pairing} seen={seen} named={false} />
      )}
    </SetUpQuestion>
  );
}
