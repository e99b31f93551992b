import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type DocumentKind,
  documentKinds,
  type IdentityProof,
  identityProofs,
  missingChecks,
} from '../../domain/checks.ts';
import { holderName } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { useAction } from '../keydesk.ts';
import { useGuidelines } from '../queries.ts';
import { CeremonyReplace, useReplaceQuestion } from './ceremony-replace.tsx';
import { CeremonyStep } from './ceremony-step.tsx';
import { CeremonyRefuse } from './ceremony-stop.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-checks.css';

/** Step 2: what the controller has to see for themselves. Nothing is answered beforehand. */
export function CeremonyChecks(props: StepProps) {
  const { t } = useTranslation();
  const [presence, setPresence] = useState(false);
  const [proof, setProof] = useState<IdentityProof>();
  const [documentKind, setDocumentKind] = useState<DocumentKind>();
  const [voucher, setVoucher] = useState('');
  const [witness, setWitness] = useState('');
  const [asked, setAsked] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const guidelines = useGuidelines();
  const answer = useAction('ceremony/answer-checks');
  const back = useAction('ceremony/back');
  const question = useReplaceQuestion(props.ceremony.holder);
  const name = props.ceremony.holder === undefined ? '' : holderName(props.ceremony.holder);
  const missing = missingChecks({ presence, proof, documentKind, voucher });
  const fault = (field: (typeof missing)[number]) =>
    asked && missing.includes(field) ? t(`ceremony.checks.missing.${field}`) : undefined;
  const go = () => {
    setAsked(true);
    if (missing.length > 0 || proof === undefined || !question.isAnswered) return focusFirstFault();
    void answer.run({
      presence,
      proof,
      ...(question.replaces === undefined ? {} : { replaces: question.replaces }),
      ...(proof === 'document' && documentKind !== undefined ? { documentKind } : {}),
      ...(proof === 'vouched for' ? { voucher: voucher.trim() } : {}),
      ...(witness.trim() === '' ? {} : { witness: witness.trim() }),
    });
  };
  return (
    <CeremonyStep
      {...props}
      title={t('ceremony.checks.title', { name })}
      next={{ label: t('ceremony.checks.next'), run: go, busy: answer.busy || question.isComing }}
      back={{ label: t('ceremony.back'), run: () => void back.run(), busy: back.busy }}
    >
      <Guidelines version={guidelines.data?.version} text={guidelines.data?.text ?? ''} />
      {answer.failure !== undefined && <Problem failure={answer.failure} />}
      {props.ceremony.holder !== undefined && (
        <CeremonyReplace
          holder={props.ceremony.holder}
          question={question}
          fault={asked && !question.isAnswered ? t('ceremony.replace.missing') : undefined}
        />
      )}
      <TickBox
        label={t('ceremony.checks.presence', { name })}
        isSelected={presence}
        onChange={setPresence}
        fault={fault('presence')}
      />
      <Choices
        label={t('ceremony.checks.proof')}
        choices={identityProofs.map((value) => ({
          value,
          label: t(`ceremony.checks.proofs.${value}`),
          hint: t(`ceremony.checks.proofHints.${value}`),
        }))}
        value={proof}
        onChange={setProof}
        fault={fault('proof')}
      />
      {proof === 'document' && (
        <Choices
          label={t('ceremony.checks.document')}
          choices={documentKinds.map((value) => ({ value, label: t(`ceremony.checks.documents.${value}`) }))}
          value={documentKind}
          onChange={setDocumentKind}
          fault={fault('documentKind')}
        />
      )}
      {proof === 'vouched for' && (
        <TextField
          label={t('ceremony.checks.voucher')}
          hint={t('ceremony.checks.voucherHint')}
          value={voucher}
          onChange={setVoucher}
          fault={fault('voucher')}
          maxLength={200}
        />
      )}
      <TextField
        label={t('ceremony.checks.witness')}
        hint={t('ceremony.checks.witnessHint')}
        value={witness}
        onChange={setWitness}
        maxLength={200}
      />
      <div className="row">
        <Button kind="refuse" onPress={() => setRefusing(true)}>
          {t('ceremony.refuse.open')}
        </Button>
        <span className="quiet">{t('ceremony.refuse.openHint')}</span>
      </div>
      <CeremonyRefuse isOpen={refusing} onClose={() => setRefusing(false)} name={name} />
    </CeremonyStep>
  );
}

function Guidelines({ version, text }: { readonly version: number | undefined; readonly text: string }) {
  const { t } = useTranslation();
  if (version === undefined || text.trim() === '') return <p className="quiet">{t('ceremony.checks.noGuidelines')}</p>;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const excerpt = lines.slice(0, 2);
  return (
    <section className="guidelines" aria-label={t('ceremony.checks.guidelines', { version })}>
      <p className="quiet small">{t('ceremony.checks.guidelines', { version })}</p>
      <p className="measure guideline-text">{excerpt.join('\n')}</p>
      {lines.length > excerpt.length && (
        <details>
          <summary>{t('ceremony.checks.allGuidelines')}</summary>
          <p className="measure guideline-text">{lines.slice(excerpt.length).join('\n')}</p>
        </details>
      )}
    </section>
  );
}

/** Once the faults are on the screen, the first of them has the focus. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const faulty = document.querySelector('form .fault')?.closest('.field');
    faulty?.querySelector<HTMLElement>('input, textarea')?.focus();
  });
}
