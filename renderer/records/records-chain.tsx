import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import { firstPrevious, type IssuanceRecord, type Receipt } from '../../domain/record.ts';
import { Grouped } from '../controls/grouped.tsx';
import { Sign } from '../controls/sign.tsx';
import { whenExactly } from '../i18n/when.ts';
import { RecordsFacts } from './records-facts.tsx';

interface ChainProps {
  readonly detail: Reply<'records/get'>;
  readonly record: IssuanceRecord;
}

/** Nothing of these is sent anywhere, so nobody acknowledges it. */
const withoutReceipt: readonly Reply<'records/get'>['delivery'][] = ['practice', 'kept', 'given up'];

/** Nothing was sealed to a server: it goes to a privacyIDEA server, which signs nothing. */
function awaitsNone({ delivery }: ChainProps['detail'], record: IssuanceRecord): boolean {
  return delivery !== 'delivered' && record.kind === 'issued' && record.credential.seed.keyId === '';
}

/** What proves the record: its hash, its place after the one before, and the server's receipt. */
export function RecordsChain({ detail, record }: ChainProps) {
  const { t } = useTranslation();
  return (
    <div className="column record-proof">
      {!withoutReceipt.includes(detail.delivery) && !awaitsNone(detail, record) && <ReceiptFacts detail={detail} />}
      <RecordsFacts
        title={t('records.part.chain')}
        facts={[
          [t('records.sequence'), detail.sequence === 0 ? '' : detail.sequence],
          [t('records.hash'), <Grouped key="hash">{detail.contentHash}</Grouped>],
          [
            t('records.previous'),
            record.previous === firstPrevious ? (
              t('records.first')
            ) : (
              <Grouped key="previous">{record.previous}</Grouped>
            ),
          ],
          [t('records.auditHead'), <Grouped key="audit">{record.auditHead}</Grouped>],
          [t('records.id'), <Grouped key="id">{record.id}</Grouped>],
          [t('records.station'), record.station],
          [t('records.office'), detail.office],
          [t('records.appVersion'), record.appVersion],
        ]}
      />
      <details className="raw">
        <summary>{t('records.raw')}</summary>
        <pre className="mono small">{JSON.stringify(record, sealedAsWord(t('records.sealedWord')), 2)}</pre>
      </details>
    </div>
  );
}

/** Ciphertext says nothing to the eye: it is named for what it is. */
function sealedAsWord(word: string) {
  return (key: string, value: unknown): unknown => (key === 'ciphertext' || key === 'enc' ? `[${word}]` : value);
}

function ReceiptFacts({ detail }: { readonly detail: ChainProps['detail'] }) {
  const { t, i18n } = useTranslation();
  const receipt = receiptOf(detail.receipt);
  if (receipt === undefined) {
    return (
      <section className="stack">
        <h2 className="record-part">{t('records.part.receipt')}</h2>
        <p>{t(detail.delivery === 'delivered' ? 'records.noReceiptThere' : 'records.noReceipt')}</p>
      </section>
    );
  }
  const fits = receipt.record === detail.id && receipt.contentHash === detail.contentHash;
  return (
    <RecordsFacts
      title={t('records.part.receipt')}
      facts={[
        [
          t('records.receiptFor'),
          <Sign key="fits" meaning={fits ? 'proven' : 'refused'}>
            {t(fits ? 'records.receiptFits' : 'records.receiptOther')}
          </Sign>,
        ],
        [t('records.received'), whenExactly(receipt.receivedAt, i18n.language)],
        [t('records.position'), receipt.position],
        [t('records.head'), <Grouped key="head">{receipt.head}</Grouped>],
        [t('trail.place'), <InLog key="log" detail={detail} />],
      ]}
    />
  );
}

/** Whether the record is proven to be in the log that this desk keeps, and where. */
function InLog({ detail: { inclusion } }: { readonly detail: ChainProps['detail'] }) {
  const { t, i18n } = useTranslation();
  if (inclusion === null) return <Sign meaning="waiting">{t('trail.placeNot')}</Sign>;
  const { position, size, provenAt } = inclusion;
  return (
    <Sign meaning="proven">{t('trail.placeAt', { position, size, at: whenExactly(provenAt, i18n.language) })}</Sign>
  );
}

function receiptOf(stored: ChainProps['detail']['receipt']): Receipt | undefined {
  if (stored === null) return undefined;
  return ('receipt' in stored ? stored.receipt : stored) as Receipt;
}
