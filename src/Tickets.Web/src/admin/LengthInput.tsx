import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { durationOf, lengthOf, units, type Unit } from './duration';

type Props = { label: string; hideLabel?: boolean; value: string; onChange: (duration: string) => void; placeholder?: string };

/** How much working time, as a number and its unit; empty when there is none. What no single unit says is shown as it is written. */
export function LengthInput({ label, hideLabel, value, onChange, placeholder }: Props) {
  const { t } = useTranslation();
  const length = lengthOf(value);
  const named = hideLabel ? { 'aria-label': label } : { label };
  if (value && !length) return <TextInput {...named} w={220} value={value} onChange={(e) => onChange(e.currentTarget.value.toUpperCase())} maxLength={32} />;
  const unit = length?.unit ?? 'WD';
  return (
    <div className="row" style={{ alignItems: 'flex-end', gap: '0.25rem' }}>
      <NumberInput
        {...named}
        w={hideLabel ? 84 : 132}
        value={length?.amount ?? ''}
        min={0}
        max={7305}
        allowDecimal={false}
        allowNegative={false}
        placeholder={placeholder}
        onChange={(v) => onChange(v === '' ? '' : durationOf({ amount: Number(v), unit }))}
      />
      <Select
        w={124}
        aria-label={t('admin.length.unit', { of: label })}
        value={unit}
        disabled={!length}
        data={units.map((u) => ({ value: u, label: t(`admin.length.${u}`) }))}
        onChange={(u) => length && u && onChange(durationOf({ amount: length.amount, unit: u as Unit }))}
      />
    </div>
  );
}
