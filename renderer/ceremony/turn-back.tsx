import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';

/** The recipient is done; the controller takes the screen back. */
export function TurnBack({ onTurned }: { readonly onTurned: () => void }) {
  const { t, i18n } = useTranslation();
  const heading = useHeadingFocus(i18n.language);
  return (
    <section className="recipient">
      <div className="recipient-body">
        <h1 ref={heading} tabIndex={-1}>
          {t('recipient.done.title')}
        </h1>
        <p className="measure">{t('recipient.done.lead')}</p>
      </div>
      <div className="recipient-foot">
        <Button kind="main" onPress={onTurned} autoFocus>
          {t('recipient.done.turned')}
        </Button>
      </div>
    </section>
  );
}
