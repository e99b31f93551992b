import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { type Signature, SignatureField } from './signature-field.tsx';
import type { StepProps } from './step-props.ts';

/** What the recipient got, in plain words, and their mark under it: drawn or typed, each as good as the other. */
export function CeremonyAcknowledge({ ceremony }: StepProps) {
  const { t, i18n } = useTranslation();
  const heading = useHeadingFocus(i18n.language);
  const signature = useRef<Signature>(null);
  const [name, setName] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  const acknowledge = useAction('ceremony/acknowledge');
  const failure = acknowledge.failure ?? ceremony.problem;
  const send = () => {
    const drawing = signature.current?.path() ?? '';
    const typed = name.trim();
    setEmpty(drawing === '' && typed === '');
    if (drawing !== '') void acknowledge.run({ kind: 'signature', drawing, language: i18n.language });
    else if (typed !== '') void acknowledge.run({ kind: 'typed name', name: typed, language: i18n.language });
  };
  return (
    <form
      className="recipient"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!acknowledge.busy) send();
      }}
    >
      <div className="recipient-body two">
        <h1 ref={heading} tabIndex={-1}>
          {t('recipient.handOver.title')}
        </h1>
        <div className="column">
          <p className="measure">{t('recipient.handOver.what')}</p>
          <ul className="plain-list measure">
            {(['codes', 'writing', 'keyring', 'lost'] as const).map((rule) => (
              <li key={rule}>{t(`recipient.handOver.rule.${rule}`)}</li>
            ))}
          </ul>
        </div>
        <div className="marks">
          <p>{t('recipient.handOver.mark')}</p>
          {failure !== undefined && <Problem failure={failure} />}
          <SignatureField ref={signature} />
          <TextField
            label={t('recipient.handOver.name')}
            value={name}
            onChange={setName}
            maxLength={200}
            autoComplete="off"
            fault={isEmpty ? t('recipient.handOver.empty') : undefined}
          />
        </div>
      </div>
      <div className="recipient-foot">
        <Button kind="main" type="submit" keyName="Enter" busy={acknowledge.busy}>
          {t('recipient.handOver.have')}
        </Button>
      </div>
    </form>
  );
}
