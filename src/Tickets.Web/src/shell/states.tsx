import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { told } from '../api/client';

/** Nothing here, and what to do next. */
export function Empty({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="state">
      {icon ?? <IconInbox size={36} stroke={1.3} aria-hidden />}
      <h2>{title}</h2>
      <div>{children}</div>
    </div>
  );
}

/** It went wrong: what happened, and another try. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const { title, detail } = told(error);
  return (
    <div className="state" role="alert">
      <IconAlertTriangle size={36} stroke={1.3} aria-hidden />
      <h2>{title}</h2>
      <p>{detail}</p>
      {again && (
        <Button variant="default" onClick={again}>
          {t('act.again')}
        </Button>
      )}
    </div>
  );
}

/** Rows that are on their way, as high as they will be. */
export function Rows({ count = 8, height = 76 }: { count?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('state.loading')}>
      {Array.from({ length: count }, (_, i) => (
        <div key={i} style={{ height, padding: '0.625rem 0.875rem', borderBottom: '1px solid var(--line)' }}>
          <Skeleton height={10} width={`${55 - (i % 4) * 8}%`} mb={9} />
          <Skeleton height={10} width={`${88 - (i % 5) * 7}%`} />
        </div>
      ))}
    </div>
  );
}
