import { TextInput, type TextInputProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment, weekdayOf } from '../text/time';

/** A date, or a date and time: told in the reader's words, since the browser writes the field in the order of its own language. */
export function DateInput({ withTime, ...props }: TextInputProps & { value: string; withTime?: boolean }) {
  const { t } = useTranslation();
  const words = !props.value ? t('act.pickDate') : withTime ? moment(props.value) : weekdayOf(props.value);
  return (
    <TextInput
      {...props}
      type={withTime ? 'datetime-local' : 'date'}
      inputContainer={(field) => (
        <div className="dated" data-size={props.size as string} data-empty={!props.value || undefined}>
          {field}
          <span aria-hidden>{words}</span>
        </div>
      )}
    />
  );
}
