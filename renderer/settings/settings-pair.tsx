import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';
import { usePairing } from '../pairing/pairing.ts';
import { PairingAccount } from '../pairing/pairing-account.tsx';
import { PairingAddress } from '../pairing/pairing-address.tsx';

/** The way back for a station whose account or certificate its privacyIDEA server has changed: the same server, the same vault. */
export function SettingsPair({
  station,
  problem,
}: {
  readonly station: NonNullable<AppState['station']>;
  readonly problem: Failure;
}) {
  const { t } = useTranslation();
  const pairing = usePairing({ name: station.name, address: station.server });
  const { seen, busy, failure, go } = pairing;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Problem failure={failure ?? problem} />
      {seen === undefined ? (
        <PairingAddress pairing={pairing} />
      ) : (
        <PairingAccount pairing={pairing} seen={seen} named />
      )}
      <div>
        <Button type="submit" busy={busy}>
          {t(seen === undefined ? 'setUp.pairing.look' : 'settings.pairAgain')}
        </Button>
      </div>
    </form>
  );
}
