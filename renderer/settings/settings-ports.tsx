import { useTranslation } from 'react-i18next';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useAttached } from '../queries.ts';
import { SettingsCopy } from './settings-copy.tsx';
import { SettingsSection } from './settings-section.tsx';
import { platform, udevRepair } from './udev-repair.ts';

/** What the ports say, and for each trouble the exact repair. */
export function SettingsPorts() {
  const { t } = useTranslation();
  const attached = useAttached().data ?? { tokens: [], troubles: [] };
  const refused = attached.troubles.some(({ failure }) => failure.code === 'device/not-permitted');
  return (
    <SettingsSection id="ports" title={t('settings.ports')}>
      {attached.tokens.length === 0 && attached.troubles.length === 0 && (
        <p className="quiet">{t('settings.portsEmpty')}</p>
      )}
      {attached.tokens.map(({ token }) => (
        <p key={token.presence}>
          <Sign meaning="proven">
            {t('settings.portWorks', { model: token.model })}{' '}
            {token.serial !== undefined && <Grouped>{token.serial}</Grouped>}
          </Sign>
        </p>
      ))}
      {attached.troubles.map(({ presence, failure }) => (
        <Problem key={presence} failure={failure} />
      ))}
      {refused ? (
        <Repair />
      ) : (
        platform() === 'linux' && (
          <details className="raw">
            <summary>{t('settings.notSeen')}</summary>
            <Repair />
          </details>
        )
      )}
    </SettingsSection>
  );
}

function Repair() {
  const { t } = useTranslation();
  const system = platform();
  if (system !== 'linux') return <p className="measure">{t(`settings.repair.${system}`)}</p>;
  return (
    <div className="stack">
      <p className="measure">{t('settings.repair.linux')}</p>
      <SettingsCopy label={t('settings.commands')} text={udevRepair} />
      <p className="measure quiet">{t('settings.repairAfter')}</p>
    </div>
  );
}
