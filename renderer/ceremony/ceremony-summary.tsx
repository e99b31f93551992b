import { useTranslation } from 'react-i18next';
import type { Acknowledgement } from '../../domain/ceremony.ts';
import { holderName } from '../../domain/holder.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Problem } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { useAction } from '../keydesk.ts';
import { CeremonyStep } from './ceremony-step.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-summary.css';

/** All that the controller answers for, on one page, before they sign off. */
export function CeremonySummary(props: StepProps) {
  const { t } = useTranslation();
  const { holder, checks, replaces, token, plan, acknowledgement, problem } = props.ceremony;
  const signOff = useAction('ceremony/sign-off');
  const failure = signOff.failure ?? problem;
  const kind = plan?.type === 'yubikey' ? 'yubico otp' : plan?.digits === 8 ? 'hotp 8' : 'hotp 6';
  return (
    <CeremonyStep
      {...props}
      title={t('ceremony.summary.title')}
      lead={t('ceremony.summary.lead', { controller: useSpoken(props.ceremony.controller) })}
      next={{ label: t('ceremony.summary.signOff'), run: () => void signOff.run(), busy: signOff.busy }}
    >
      {failure !== undefined && <Problem failure={failure} />}
      <dl className="facts">
        <dt>{t('ceremony.summary.person')}</dt>
        <dd>{holder === undefined ? '' : `${holderName(holder)} · ${holder.username} · ${holder.realm}`}</dd>
        <dt>{t('ceremony.summary.checks')}</dt>
        <dd>
          {checks !== undefined && t(`ceremony.checks.proofs.${checks.proof}`)}
          {checks?.documentKind !== undefined && `: ${t(`ceremony.checks.documents.${checks.documentKind}`)}`}
          {checks?.voucher !== undefined && `: ${checks.voucher}`}
          {checks?.witness !== undefined && ` · ${t('ceremony.summary.witness', { name: checks.witness })}`}
        </dd>
        <dt>{t('ceremony.summary.token')}</dt>
        <dd>
          {token !== undefined && <Grouped>{token.serial}</Grouped>} · {token?.model}
        </dd>
        {replaces !== undefined && (
          <>
            <dt>{t('ceremony.replace.replaced')}</dt>
            <dd>
              <Grouped>{replaces.token}</Grouped> · {t(`ceremony.replace.place.${replaces.where}`)}
            </dd>
          </>
        )}
        <dt>{t('ceremony.summary.credential')}</dt>
        <dd>
          {t(`ceremony.token.kind.${kind}`)} · {t('ceremony.token.slot', { slot: plan?.slot ?? 1 })}
        </dd>
        <dt>{t('ceremony.summary.proof')}</dt>
        <dd>
          <Sign meaning="proven">{t('ceremony.summary.twoCodes')}</Sign>
        </dd>
        <dt>{t('ceremony.summary.pin')}</dt>
        <dd>{t('ceremony.summary.pinSet')}</dd>
        <dt>{t('ceremony.summary.acknowledged')}</dt>
        <dd>{acknowledgement !== undefined && <Mark acknowledgement={acknowledgement} />}</dd>
      </dl>
    </CeremonyStep>
  );
}

/** The recipient's mark as they made it. */
export function Mark({ acknowledgement }: { readonly acknowledgement: Acknowledgement }) {
  const { t } = useTranslation();
  if (acknowledgement.kind === 'typed name') return <>{t('ceremony.summary.typed', { name: acknowledgement.name })}</>;
  return (
    <svg className="mark-drawing" viewBox="0 0 600 200" role="img" aria-label={t('ceremony.summary.signature')}>
      <path d={acknowledgement.drawing} />
    </svg>
  );
}
