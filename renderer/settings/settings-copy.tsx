import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';

interface CopyProps {
  readonly label: string;
  readonly text: string;
}

/** Commands to run elsewhere, with the button that copies them. */
export function SettingsCopy({ label, text }: CopyProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'selected'>();
  const copy = () => {
    field.current?.focus();
    field.current?.select();
    // The window has no permission for the asynchronous clipboard, and needs none for this.
    const told = document.execCommand('copy') ? 'copied' : 'selected';
    setOutcome(told);
    announce(t(`settings.${told}`));
  };
  return (
    <div className="copy">
      <textarea
        ref={field}
        className="input mono"
        aria-label={label}
        readOnly
        rows={text.split('\n').length + 1}
        value={text}
        spellCheck={false}
      />
      <div className="row">
        <Button onPress={copy}>{t('settings.copy')}</Button>
        {outcome !== undefined && <span>{t(`settings.${outcome}`)}</span>}
      </div>
    </div>
  );
}
