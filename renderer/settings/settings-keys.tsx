import { useTranslation } from 'react-i18next';
import { SettingsSection } from './settings-section.tsx';
import { platform } from './udev-repair.ts';

/** What the keyboard does everywhere. */
export function SettingsKeys() {
  const { t } = useTranslation();
  const control = platform() === 'mac' ? '⌘' : t('settings.keys.control');
  const keys = [
    { what: 'goOn', keys: [t('key.Enter')] },
    { what: 'back', keys: [t('key.Escape')] },
    { what: 'next', keys: ['Tab'] },
    { what: 'move', keys: ['↑', '↓'] },
    { what: 'search', keys: [control, 'F'] },
    { what: 'larger', keys: [control, '+'] },
    { what: 'smaller', keys: [control, '−'] },
    { what: 'usual', keys: [control, '0'] },
  ] as const;
  return (
    <SettingsSection id="keys" title={t('settings.keys.title')}>
      <dl className="facts keys">
        {keys.map(({ what, keys }) => (
          <div key={what} className="fact">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`settings.keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </SettingsSection>
  );
}
