import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { onStray } from '../stray-window.ts';

const shownMs = 12_000;

/** Says that a token typed where it should not have; what it typed is nowhere. */
export function StrayNotice() {
  const { t } = useTranslation();
  const [at, setAt] = useState<number>();
  useEffect(() => {
    const tell = () => {
      setAt(Date.now());
      announce(t('stray.text'), 'assertive');
    };
    return onStray(tell);
  }, [t]);
  useEffect(() => {
    if (at === undefined) return;
    const timer = setTimeout(() => setAt(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [at]);
  if (at === undefined) return null;
  return (
    <aside className="notice" data-react-aria-top-layer="true" aria-label={t('stray.label')}>
      <p>{t('stray.text')}</p>
      <Button kind="plain" onPress={() => setAt(undefined)}>
        {t('stray.close')}
      </Button>
    </aside>
  );
}
