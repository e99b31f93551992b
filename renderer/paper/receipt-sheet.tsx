import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptFacts } from '../../domain/contract/paper.ts';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { receiptCode } from '../../domain/paper/receipt-code.ts';
import { Grouped } from '../controls/grouped.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { whenToTheMinute } from '../i18n/when.ts';
import { fittingSize } from './fit.ts';
import { Qr } from './qr.tsx';
import { Sheet } from './sheet.tsx';
import './receipt.css';

interface ReceiptProps {
  readonly facts: ReceiptFacts;
  readonly size: PaperSize;
}

const sideMarginMm = 24;

/** What the holder takes home: the token that is theirs, two rules, what to do when it is gone, and the proof. */
export function ReceiptSheet({ facts, size }: ReceiptProps) {
  const { t } = useTranslation();
  const { holder, token, sender, practice } = facts;
  const widthMm = size.widthMm - 2 * sideMarginMm;
  const who = holder?.name ?? t('paper.receipt.nobody');
  const about = holder === null ? '' : [holder.username, holder.realm, holder.office].filter(Boolean).join(' · ');
  const by = sender || t('product');
  const isClose = facts.contact.length > 500 || who.length > 60 || about.length > 180;
  return (
    <Sheet className={isClose ? 'receipt-sheet close' : 'receipt-sheet'} label={t('paper.receipt.title')}>
      <header className="receipt-head">
        <p
          className="quiet"
          style={{ fontSize: `${fittingSize(by, { widthMm, heightMm: 9, largest: 9, smallest: 6 })}pt` }}
        >
          {by}
        </p>
        {practice && <p className="practice-word">{t('paper.practice')}</p>}
      </header>
      <div className="receipt-who">
        <p className="quiet">{t(`paper.receipt.what.${whatOf(facts.kind)}`)}</p>
        <h2 style={{ fontSize: `${fittingSize(who, { widthMm, heightMm: 24, largest: 28, smallest: 10 })}pt` }}>
          {who}
        </h2>
        <p
          className="quiet"
          style={{ fontSize: `${fittingSize(about, { widthMm, heightMm: 14, largest: 11, smallest: 7 })}pt` }}
        >
          {about}
        </p>
      </div>
      {token !== null && (
        <div className="receipt-token">
          <TokenDrawing model={token.model} state="plugged" />
          <div>
            <p className="quiet">{t('paper.serial')}</p>
            <p className="receipt-serial mono">
              <Grouped>{token.serial}</Grouped>
            </p>
            <p>{token.model}</p>
          </div>
        </div>
      )}
      <Circumstances facts={facts} />
      {facts.kind === 'issued' && <Rules contact={facts.contact} widthMm={widthMm} tall={size.heightMm > 290} />}
      <Proof facts={facts} />
    </Sheet>
  );
}

/** What a person has a receipt of; the other records are told by their number alone. */
const told = ['issued', 'withdrawn', 'returned', 'reported lost', 'temporary code'] as const;

function whatOf(kind: ReceiptFacts['kind']): (typeof told)[number] | 'other' {
  return told.find((one) => one === kind) ?? 'other';
}

function Circumstances({ facts }: { readonly facts: ReceiptFacts }) {
  const { t, i18n } = useTranslation();
  const rows: readonly (readonly [string, string])[] = [
    [t('paper.receipt.when'), whenToTheMinute(facts.recordedAt, i18n.language)],
    [t(facts.kind === 'issued' ? 'paper.receipt.issuedBy' : 'paper.receipt.by'), facts.controller],
    [t('paper.receipt.at'), facts.place],
  ];
  return (
    <dl className="receipt-facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd style={{ fontSize: value.length > 60 ? '8.5pt' : undefined }}>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The rules of whoever carries a token, and the organisation's own words for the day it is gone. */
function Rules({
  contact,
  widthMm,
  tall,
}: {
  readonly contact: string;
  readonly widthMm: number;
  readonly tall: boolean;
}) {
  const { t } = useTranslation();
  const asked = contact.replace(/\n{3,}/g, '\n\n').trim() || t('paper.receipt.contact');
  const room = { widthMm: widthMm - 8, heightMm: tall ? 62 : 44, largest: 12, smallest: 6 };
  return (
    <>
      <ol className="receipt-rules">
        <Rule title={t('paper.receipt.rule.code')}>{t('paper.receipt.rule.codeWhy')}</Rule>
        <Rule title={t('paper.receipt.rule.mark')}>{t('paper.receipt.rule.markWhy')}</Rule>
      </ol>
      <div className="receipt-lost">
        <h3>{t('paper.receipt.lost')}</h3>
        <p>{t('paper.receipt.lostDo')}</p>
        <p className="receipt-contact" style={{ fontSize: `${fittingSize(asked, room)}pt` }}>
          {asked}
        </p>
      </div>
    </>
  );
}

function Rule({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li>
      <h3>{title}</h3>
      <p>{children}</p>
    </li>
  );
}

/** The code that finds the record again, and the same for eyes. */
function Proof({ facts }: { readonly facts: ReceiptFacts }) {
  const { t } = useTranslation();
  const { record, contentHash, position, practice } = facts;
  return (
    <footer className="receipt-proof">
      <Qr
        text={receiptCode({ record, contentHash, position: position ?? undefined })}
        label={t('paper.receipt.code')}
      />
      <div>
        <p>{t('paper.receipt.proof')}</p>
        <dl>
          <dt className="quiet">{t('paper.receipt.record')}</dt>
          <dd className="mono">
            <Grouped>{record}</Grouped>
          </dd>
          <dt className="quiet">{t('paper.receipt.hash')}</dt>
          <dd className="mono">
            <Grouped>{contentHash}</Grouped>
          </dd>
          <dt className="quiet">{t('paper.receipt.server')}</dt>
          <dd>
            {position === null
              ? t(practice ? 'paper.receipt.never' : 'paper.receipt.waiting')
              : t('paper.receipt.place', { position })}
          </dd>
        </dl>
      </div>
    </footer>
  );
}
