import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLabelSize, labelBounds, labels, type PaperSize } from '../../domain/paper/paper-size.ts';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';

const nameOf = ({ widthMm, heightMm }: PaperSize) => `${widthMm} × ${heightMm} mm`;
const isSame = (one: PaperSize, other: PaperSize) => one.widthMm === other.widthMm && one.heightMm === other.heightMm;

interface LabelSizeProps {
  readonly size: PaperSize;
  readonly onChange: (size: PaperSize) => void;
}

/** A label's size as it stands on its roll, or any other in millimetres. */
export function LabelSize({ size, onChange }: LabelSizeProps) {
  const { t } = useTranslation();
  const [isOwn, setOwn] = useState(!labels.some((label) => isSame(label, size)));
  const known = labels.find((label) => isSame(label, size));
  const choose = (name: string) => {
    const label = labels.find((one) => nameOf(one) === name);
    setOwn(label === undefined);
    if (label !== undefined) onChange(label);
  };
  return (
    <div className="stack">
      <Select
        label={t('paper.label')}
        choices={[
          ...labels.map((label) => ({ value: nameOf(label), label: nameOf(label) })),
          { value: 'own', label: t('paper.ownSize') },
        ]}
        value={isOwn || known === undefined ? 'own' : nameOf(known)}
        onChange={choose}
      />
      {isOwn && <OwnSize size={size} onChange={onChange} />}
    </div>
  );
}

function OwnSize({ size, onChange }: LabelSizeProps) {
  const { t, i18n } = useTranslation();
  const written = (mm: number) => mm.toLocaleString(i18n.language, { useGrouping: false });
  const [texts, setTexts] = useState({ widthMm: written(size.widthMm), heightMm: written(size.heightMm) });
  const read = (text: string) => Math.round(Number(text.trim().replace(',', '.')) * 10) / 10;
  const type = (side: keyof PaperSize, text: string) => {
    const typed = { ...texts, [side]: text };
    setTexts(typed);
    const wanted = { widthMm: read(typed.widthMm), heightMm: read(typed.heightMm) };
    if (isLabelSize(wanted)) onChange(wanted);
  };
  const isFaulty = !isLabelSize({ widthMm: read(texts.widthMm), heightMm: read(texts.heightMm) });
  return (
    <div className="own-size">
      <TextField
        label={t('paper.width')}
        value={texts.widthMm}
        onChange={(text) => type('widthMm', text)}
        maxLength={6}
      />
      <TextField
        label={t('paper.height')}
        value={texts.heightMm}
        onChange={(text) => type('heightMm', text)}
        maxLength={6}
        fault={isFaulty ? t('paper.bounds', labelBounds) : undefined}
      />
    </div>
  );
}
