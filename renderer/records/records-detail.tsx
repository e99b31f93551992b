import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { IssuanceRecord } from '../../domain/record.ts';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { Grouped } from '../controls/grouped.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { useAction } from '../keydesk.ts';
import { useAppState, useRecord } from '../queries.ts';
import './records.css';
import { RecordsChain } from './records-chain.tsx';
import { RecordsDecide } from './records-decide.tsx';
import { Delivery } from './records-delivery.tsx';
import { RecordsDispute } from './records-dispute.tsx';
import { RecordsWhat } from './records-what.tsx';

/** One record: what came of its delivery, what it says in plain words, then what proves it. */
export function RecordsDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const record = useRecord(id);
  const [, navigate] = useLocation();
  const back = () => navigate('/records');
  const tools = (
    <Button kind="plain" keyName="Escape" onPress={back}>
      {t('records.all')}
    </Button>
  );
  if (record.data === undefined) {
    return record.error === null ? (
      <Waiting />
    ) : (
      <Page title={t('nav.records')} tools={tools}>
        <ListProblem query={record} />
      </Page>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is on this screen
    <div className="record-screen" onKeyDown={(event) => event.key === 'Escape' && back()}>
      <Page title={titleOf(record.data, t)} tools={tools}>
        <Detail detail={record.data} />
      </Page>
    </div>
  );
}

function titleOf(row: Reply<'records/get'>, t: TFunction): string {
  const { kind, holderName, tokenSerial } = row;
  if (holderName === '' && kind !== 'void' && kind !== 'quarantined') return t(`records.title.${kind}Nobody`);
  return t(`records.title.${kind}`, { name: holderName, serial: tokenSerial });
}

function Detail({ detail }: { readonly detail: Reply<'records/get'> }) {
  const { t } = useTranslation();
  const send = useAction('sync/send-now');
  const [, navigate] = useLocation();
  const toPrivacyidea = useAppState().data?.station?.kind === 'privacyidea';
  // The desk made, signed and keeps this record; it crosses to the window as plain data.
  const record = detail.record as unknown as IssuanceRecord;
  return (
    <div className="record">
      <div className="column">
        <div className="record-head">
          {detail.tokenSerial !== '' && (
            <p className="record-serial">
              <Grouped>{detail.tokenSerial}</Grouped>
            </p>
          )}
          <p className="large">
            <Delivery delivery={detail.delivery} />
          </p>
        </div>
        {detail.delivery === 'practice' && <p className="quiet">{t('records.practiceHelp')}</p>}
        {detail.delivery === 'kept' && (
          <p className="quiet">{t(isOfServer(record) ? 'acts.elsewhere.kept' : 'records.keptHelp')}</p>
        )}
        {detail.delivery === 'given up' && (
          <p>{t(record.kind === 'act' && toPrivacyidea ? 'records.leftHelp' : 'records.givenUpHelp')}</p>
        )}
        {detail.delivery === 'refused' && toPrivacyidea && <RecordsDecide detail={detail} />}
        {detail.delivery === 'refused' && !toPrivacyidea && record.kind === 'act' && <RecordsDispute detail={detail} />}
        {detail.delivery === 'refused' && !toPrivacyidea && record.kind !== 'act' && (
          <Problem failure={detail.failure ?? { code: 'sync/refused', context: {} }}>
            <Button onPress={() => navigate(`/conflicts/${detail.id}`)}>{t('records.decideIt')}</Button>
            <Button kind="plain" busy={send.busy} onPress={() => void send.run()}>
              {t('records.offerAgain')}
            </Button>
          </Problem>
        )}
        {detail.delivery === 'waiting' && (
          <div className="stack">
            <p>{detail.failure === null ? t('records.waitingHelp') : failureWords(t, detail.failure).what}</p>
            <div>
              <Button busy={send.busy} onPress={() => void send.run()}>
                {t('sync.send')}
              </Button>
            </div>
          </div>
        )}
        {send.failure !== undefined && <Problem failure={send.failure} />}
        {detail.holderName !== '' && (
          <div>
            <Button onPress={() => navigate(`/paper/receipt/${detail.id}`)}>{t('records.receiptOnPaper')}</Button>
          </div>
        )}
        <RecordsWhat detail={detail} record={record} />
      </div>
      <RecordsChain detail={detail} record={record} />
    </div>
  );
}

/** What a privacyIDEA server is told of: kept here, it never began there. */
function isOfServer(record: IssuanceRecord): boolean {
  return record.kind === 'issued' || (record.kind === 'act' && 'credentials' in record.act);
}
