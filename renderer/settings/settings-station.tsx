import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import { whenExactly } from '../i18n/when.ts';
import { useSync, useTrail } from '../queries.ts';
import { SettingsEnrol } from './settings-enrol.tsx';
import { SettingsPair } from './settings-pair.tsx';
import { SettingsSection } from './settings-section.tsx';

/** Its server signs with a key that it did not show at enrolment. */
const otherKey: Failure = { code: 'trail/key-changed', context: {} };

/** What this station is to its server, and what keeps its key. */
export function SettingsStation({ app }: { readonly app: AppState }) {
  const { t, i18n } = useTranslation();
  const sync = useSync().data;
  const time = (iso: string | null | undefined) => (iso ? whenExactly(iso, i18n.language) : t('settings.never'));
  const problem = sync?.problem ?? null;
  const hasOtherKey = useTrail().data?.contradiction?.what === 'key changed';
  const isUnknown = problem?.code === 'station/unknown' || problem?.code === 'station/revoked';
  const turnedAway = isUnknown ? problem : hasOtherKey ? otherKey : undefined;
  const unaccepted =
    app.station?.kind === 'privacyidea' && (problem?.code === 'sync/account' || problem?.code === 'sync/certificate');
  return (
    <>
      <SettingsSection id="station" title={t('settings.station')}>
        {app.station === null ? (
          <p>{t('failure.station/not-enrolled.what')}</p>
        ) : (
          <dl className="facts">
            <dt>{t('settings.stationName')}</dt>
            <dd>{app.station.name}</dd>
            <dt>{t('settings.server')}</dt>
            <dd className="mono">{app.station.server}</dd>
            <dt>{t('settings.stationId')}</dt>
            <dd className="mono">{app.station.id}</dd>
            <dt>{t('settings.lastSent')}</dt>
            <dd>{time(sync?.lastDeliveredAt)}</dd>
            <dt>{t('settings.lastPulled')}</dt>
            <dd>{time(sync?.lastPulledAt)}</dd>
          </dl>
        )}
        {app.station !== null && turnedAway !== undefined && (
          <SettingsEnrol station={app.station} problem={turnedAway} />
        )}
        {app.station !== null && unaccepted && <SettingsPair station={app.station} problem={problem} />}
        {app.station !== null && (
          <p className="quiet measure">
            {t(app.station.kind === 'privacyidea' ? 'settings.pairedHint' : 'settings.enrolledHint')}
          </p>
        )}
      </SettingsSection>
      <SettingsSection id="keystore" title={t('settings.keystore')}>
        <div className="stack">
          <p>{t(`settings.keystores.${app.keystore}`)}</p>
          <p className="quiet measure">{t(`settings.keystoreHints.${app.keystore}`)}</p>
        </div>
      </SettingsSection>
    </>
  );
}
