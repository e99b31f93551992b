import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { useSpoken } from '../controls/spoken.tsx';
import { CeremonyStop } from './ceremony-stop.tsx';

/** Somebody else began this ceremony and saw the person: whoever is here now ends it, or leaves it to them. */
export function CeremonyOfAnother(props: { readonly controller: string }) {
  const controller = useSpoken(props.controller);
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [isEnding, setEnding] = useState(false);
  const heading = useHeadingFocus('another');
  return (
    <main className="set-up">
      <section>
        <div className="stack">
          <h1 ref={heading} tabIndex={-1} className="question">
            {t('ceremony.another.title', { controller })}
          </h1>
          <p className="measure quiet">{t('ceremony.another.lead', { controller })}</p>
        </div>
        <div className="ceremony-foot">
          <Button kind="refuse" onPress={() => setEnding(true)}>
            {t('ceremony.another.stop')}
          </Button>
          <Button kind="main" onPress={() => navigate('/')}>
            {t('ceremony.leave')}
          </Button>
        </div>
        <CeremonyStop isOpen={isEnding} onClose={() => setEnding(false)} />
      </section>
    </main>
  );
}
