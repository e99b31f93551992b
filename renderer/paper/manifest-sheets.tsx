import { useTranslation } from 'react-i18next';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { Grouped } from '../controls/grouped.tsx';
import { whenToTheMinute } from '../i18n/when.ts';
import { fittingSize } from './fit.ts';
import './manifest.css';
import { manifestMeasures, manifestPages } from './manifest-pages.ts';
import { Qr } from './qr.tsx';
import { Sheet } from './sheet.tsx';

/** A shipment as its manifest tells it. */
interface ManifestFacts {
  readonly id: string;
  readonly from: { readonly name: string };
  readonly to: { readonly name: string };
  readonly sentAt: string | null;
  readonly controller: string;
  readonly tokens: readonly { readonly serial: string; readonly model: string }[];
}

interface ManifestProps {
  readonly facts: ManifestFacts;
  readonly size: PaperSize;
}

/** What lies in the box: every token once, to be ticked off at both ends, and signed by whoever packs and receives. */
export function ManifestSheets({ facts, size }: ManifestProps) {
  const { t } = useTranslation();
  const pages = manifestPages(
    facts.tokens.map((token, at) => ({ ...token, number: at + 1 })),
    size,
  );
  return pages.map((rows, at) => {
    const place = t('paper.manifest.page', { page: at + 1, pages: pages.length });
    return (
      <Sheet key={rows[0]?.serial ?? ''} className="manifest-sheet" label={place}>
        <Head facts={facts} widthMm={size.widthMm} />
        <table>
          <thead>
            <tr>
              <th scope="col">{t('paper.manifest.number')}</th>
              <th scope="col">{t('paper.serial')}</th>
              <th scope="col">{t('paper.model')}</th>
              <th scope="col">{t('paper.manifest.packed')}</th>
              <th scope="col">{t('paper.manifest.arrived')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ number, serial, model }) => (
              <tr key={serial} style={{ height: `${manifestMeasures.row}mm` }}>
                <td>{number}</td>
                <td className="mono">
                  <span className="manifest-serial">
                    <Qr text={serial} label={t('paper.tokenCode')} />
                    <Grouped>{serial}</Grouped>
                  </span>
                </td>
                <td>
                  <span className="one-line">{model}</span>
                </td>
                <td>
                  <span className="tick-box" />
                </td>
                <td>
                  <span className="tick-box" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {at === pages.length - 1 && <Signatures />}
        <footer className="quiet">
          <span className="mono">{facts.id}</span>
          <span>{place}</span>
        </footer>
      </Sheet>
    );
  });
}

const qrMm = 30;

function Head({ facts, widthMm }: { readonly facts: ManifestFacts; readonly widthMm: number }) {
  const { t, i18n } = useTranslation();
  const { id, from, to, sentAt, controller, tokens } = facts;
  const room = { widthMm: (widthMm - 36 - qrMm - 8) / 2 - 6, heightMm: 19, largest: 15, smallest: 6.5 };
  const sizeOf = (name: string) => `${fittingSize(name, room)}pt`;
  return (
    <header style={{ height: `${manifestMeasures.head}mm` }}>
      <div>
        <h2>{t('paper.manifest.title', { count: tokens.length })}</h2>
        <div className="manifest-way">
          <p>
            <span className="quiet">{t('paper.manifest.from')}</span>
            <strong style={{ fontSize: sizeOf(from.name) }}>{from.name}</strong>
          </p>
          <p>
            <span className="quiet">{t('paper.manifest.to')}</span>
            <strong style={{ fontSize: sizeOf(to.name) }}>{to.name}</strong>
          </p>
        </div>
        <p className="manifest-when one-line">
          <span className="quiet">{t('paper.manifest.packedBy')}</span> {controller}
          {sentAt !== null && ` · ${whenToTheMinute(sentAt, i18n.language)}`}
        </p>
      </div>
      <Qr text={id} label={t('paper.manifest.code')} />
    </header>
  );
}

function Signatures() {
  const { t } = useTranslation();
  return (
    <section className="signatures" style={{ height: `${manifestMeasures.signatures}mm` }}>
      {(['packer', 'receiver'] as const).map((who) => (
        <div key={who}>
          <h3>{t(`paper.manifest.${who}`)}</h3>
          <p className="quiet">{t(`paper.manifest.${who}Says`)}</p>
          <p className="pen-line quiet">{t('paper.manifest.name')}</p>
          <p className="pen-line quiet">{t('paper.manifest.signature')}</p>
        </div>
      ))}
    </section>
  );
}
