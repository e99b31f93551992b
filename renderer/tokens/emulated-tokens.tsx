import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { useAction } from '../keydesk.ts';
import { usePracticeTokens } from '../queries.ts';
import { codeFieldAttribute } from '../stray-window.ts';
import './emulated-tokens.css';

/** Hands for several emulated tokens: each is plugged in, touched and pulled out by itself. Nothing where there are none. */
export function EmulatedTokens() {
  const { t } = useTranslation();
  const tokens = usePracticeTokens().data ?? [];
  const plugIn = useAction('practice/plug-in');
  const pullOut = useAction('practice/pull-out');
  const touch = useAction('practice/touch');
  if (tokens.length === 0) return null;
  const press = (serial: string, slot: 1 | 2) => {
    document.querySelector<HTMLElement>(`[${codeFieldAttribute}]`)?.focus();
    void touch.run({ slot, serial });
  };
  const failure = plugIn.failure ?? pullOut.failure ?? touch.failure;
  return (
    <section className="emulated-tokens" aria-label={t('practice.several')}>
      <span className="practice-mark">{t('practice.several')}</span>
      <ul>
        {tokens.map(({ serial, plugged }) => (
          <li key={serial}>
            <span className="serial">{serial}</span>
            {plugged ? (
              <>
                <Button aria-label={`${t('practice.touch')} ${serial}`} onPress={() => press(serial, 1)}>
                  {t('practice.touch')}
                </Button>
                <Button
                  aria-label={`${t('practice.touch')} ${t('practice.hold')} ${serial}`}
                  onPress={() => press(serial, 2)}
                >
                  {t('practice.hold')}
                </Button>
                <Button aria-label={`${t('practice.pullOut')} ${serial}`} onPress={() => void pullOut.run({ serial })}>
                  {t('practice.pullOut')}
                </Button>
              </>
            ) : (
              <Button aria-label={`${t('practice.plugIn')} ${serial}`} onPress={() => void plugIn.run({ serial })}>
                {t('practice.plugIn')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {failure !== undefined && <p role="alert">{failureWords(t, failure).what}</p>}
    </section>
  );
}
