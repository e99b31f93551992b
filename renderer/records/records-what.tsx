import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Acknowledgement } from '../../domain/ceremony.ts';
import type { Checks } from '../../domain/checks.ts';
import type { Reply } from '../../domain/contract/ipc.ts';
import { type FailureCode, failures } from '../../domain/failure.ts';
import type { ActRecord, IssuanceRecord, IssuedRecord } from '../../domain/record.ts';
import type { Fact } from '../controls/facts.tsx';
import { Grouped } from '../controls/grouped.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { whenExactly } from '../i18n/when.ts';
import { RecordsFacts } from './records-facts.tsx';
import { stockFacts } from './records-stock.tsx';

interface WhatProps {
  readonly detail: Reply<'records/get'>;
  readonly record: IssuanceRecord;
}

/** What the record says, in plain words. */
export function RecordsWhat({ detail, record }: WhatProps) {
  const { t, i18n } = useTranslation();
  const context = {
    controller: useSpoken(record.controller),
    name: detail.holderName || t('records.nobody'),
    at: whenExactly(record.recordedAt, i18n.language),
  };
  return (
    <>
      <p className="measure large">{t(`records.sentence.${record.kind}`, context)}</p>
      <Reason record={record} name={context.name} />
      {'checks' in record && record.checks !== undefined && <CheckFacts checks={record.checks} />}
      {record.kind === 'issued' && (
        <>
          <CredentialFacts record={record} />
          <AcknowledgementFacts acknowledgement={record.acknowledgement} />
        </>
      )}
      {(record.kind === 'void' || record.kind === 'quarantined') && (
        <RecordsFacts
          title={t('records.part.token')}
          facts={[...tokenFacts(record, t), [t('records.slot'), record.slot]]}
        />
      )}
      {'holder' in record && record.holder !== undefined && (
        <RecordsFacts
          title={t('records.part.person')}
          facts={[
            [t('people.name'), detail.holderName],
            [t('people.username'), record.holder.username],
            [t('people.realm'), record.holder.realm],
            [t('people.userId'), record.holder.userId],
          ]}
        />
      )}
    </>
  );
}

function Reason({ record, name }: { readonly record: IssuanceRecord; readonly name: string }) {
  const { t } = useTranslation();
  switch (record.kind) {
    case 'issued':
      return null;
    case 'refused':
    case 'stopped':
      return (
        <RecordsFacts
          title={t('records.part.reason')}
          facts={[
            [t('records.reason'), t(`ceremony.reason.${record.reason}`)],
            [t('records.note'), record.note],
          ]}
        />
      );
    case 'act':
      return <RecordsFacts title={t('records.part.reason')} facts={actFacts(record, name, t)} />;
    default:
      return (
        <p className="measure">{isFailureCode(record.reason) ? t(`failure.${record.reason}.what`) : record.reason}</p>
      );
  }
}

/** What an act says beside whom and which token it is about. */
function actFacts({ act, reason }: ActRecord, name: string, t: TFunction): readonly Fact[] {
  const why = act.what === 'withdrawn' ? t(`acts.reason.${act.reason}`) : '';
  const where = act.what === 'withdrawn' ? t(act.inHand ? 'acts.wasHere' : 'acts.wasAway') : '';
  const touched =
    act.what === 'returned' && act.proven ? t(act.byCode === true ? 'acts.touch.byCode' : 'acts.touch.bySerial') : '';
  const decision = act.what === 'settled' ? t(`conflict.choice.${act.choice}`, { name }) : '';
  const standIn = act.what === 'reported lost' ? act.standIn : undefined;
  const proven = act.what === 'temporary code' ? act.proof : standIn?.proof;
  const proof = proven === undefined ? '' : t(`acts.code.proofs.${proven}`);
  return [
    [t('records.reason'), why],
    [t('records.decision'), decision],
    [t('tokens.state.title'), where],
    [t('acts.touch.proof'), touched],
    [t('acts.standIn.label'), standIn && `${standIn.serial} · ${standIn.until}`],
    [t('acts.code.proof'), proof],
    [t('people.office'), 'office' in act ? act.office : ''],
    ...stockFacts(act, t),
    [t('records.note'), ('note' in act && act.note) || reason],
  ];
}

function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failures, text);
}

function CheckFacts({ checks }: { readonly checks: Checks }) {
  const { t } = useTranslation();
  const document = checks.documentKind === undefined ? '' : t(`ceremony.checks.documents.${checks.documentKind}`);
  return (
    <RecordsFacts
      title={t('records.part.checks')}
      facts={[
        [t('records.presence'), t('records.present')],
        [t('records.identity'), [t(`ceremony.checks.proofs.${checks.proof}`), document].filter(Boolean).join(' · ')],
        [t('records.voucher'), checks.voucher ?? ''],
        [t('records.witness'), checks.witness ?? ''],
        [t('records.guidelines'), t('records.version', { version: checks.guidelinesVersion })],
      ]}
    />
  );
}

function tokenFacts({ token }: Pick<IssuedRecord, 'token'>, t: TFunction): readonly Fact[] {
  return [
    [t('tokens.serial'), <Grouped key="serial">{token.serial}</Grouped>],
    [t('tokens.model'), token.model],
    [t('records.firmware'), token.firmware],
    [t('records.transport'), t(`records.transports.${token.transport}`)],
  ];
}

function CredentialFacts({ record }: { readonly record: IssuedRecord }) {
  const { t } = useTranslation();
  const { credential, pin } = record;
  // With a privacyIDEA server nothing is sealed to it: no key is named.
  const sealedAt = (key: string) => (key === '' ? t('records.sealedHere') : t('records.sealed', { key }));
  const type = credential.type === 'hotp' ? t('records.hotp', { count: credential.digits }) : t('records.yubikey');
  return (
    <RecordsFacts
      title={t('records.part.token')}
      facts={[
        ...tokenFacts(record, t),
        [t('records.slot'), credential.slot],
        [t('records.credential'), type],
        [
          t('records.credentialSerial'),
          <span key="c" className="mono">
            {credential.serial}
          </span>,
        ],
        [
          t('records.counter'),
          <span key="n" className="mono">
            {credential.counter}
          </span>,
        ],
        [t('records.publicId'), credential.publicId && <span className="mono">{credential.publicId}</span>],
        [t('records.seed'), sealedAt(credential.seed.keyId)],
        [t('records.pin'), pin === undefined ? t('records.noPin') : sealedAt(pin.keyId)],
      ]}
    />
  );
}

function AcknowledgementFacts({ acknowledgement }: { readonly acknowledgement: Acknowledgement }) {
  const { t, i18n } = useTranslation();
  const language = new Intl.DisplayNames([i18n.language], { type: 'language' }).of(acknowledgement.language);
  return (
    <RecordsFacts
      title={t('records.part.acknowledgement')}
      facts={[
        acknowledgement.kind === 'typed name'
          ? [t('records.typedName'), acknowledgement.name]
          : [
              t('records.signature'),
              <svg
                key="drawing"
                className="record-signature"
                viewBox="0 0 600 200"
                role="img"
                aria-label={t('records.signature')}
              >
                <path d={acknowledgement.drawing} />
              </svg>,
            ],
        [t('records.language'), language],
      ]}
    />
  );
}
