import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client';
import { useNames } from '../api/names';
import { Section, Table } from './parts';
import { number } from '../text/time';

/** How well the service understood in the last thirty days, by what people decided since. */
export function Accuracy() {
  const { t } = useTranslation();
  const names = useNames();
  const accuracy = useQuery({ queryKey: ['accuracy'], queryFn: async () => [await ask(api.GET('/api/v1/understanding/accuracy', { params: { query: { days: 30 } } }))] });
  const percent = (share: number | null | undefined) => (share === null || share === undefined ? '–' : `${number(Math.round(share * 1000) / 10)} %`);
  return (
    <Section
      title={t('admin.page.akurasi')}
      hint={t('admin.accuracy.hint')}
      query={accuracy}
      action={
        <Button component="a" href="/api/v1/understanding/decisions" download="keputusan.tsv" variant="default" leftSection={<IconDownload size={15} aria-hidden />}>
          {t('admin.accuracy.export')}
        </Button>
      }
    >
      {([a]) =>
        a && (
        <div className="stack">
          <Table heads={[t('admin.accuracy.measure'), { num: t('admin.accuracy.part') }, { num: t('admin.accuracy.of') }]}>
            {(
              [
                ['openedRightly', a.openedRightly, a.openedByItself],
                ['pleasFound', a.pleasFound, a.pleas],
                ['pleasRight', a.pleasRight, a.decided],
                ['topicsRight', a.topicsRight, a.pleas],
                ['urgentFound', a.urgentFound, a.pleas],
                ['transferred', a.transferred, a.decided],
              ] as const
            ).map(([what, share, of]) => (
              <tr key={what}>
                <td>{t(`admin.accuracy.${what}`)}</td>
                <td className="num">{percent(of === 0 ? null : share)}</td>
                <td className="num">{number(of)}</td>
              </tr>
            ))}
          </Table>
          {a.topics.length > 0 && (
            <Table heads={[t('inbox.topic'), { num: t('admin.accuracy.share') }, { num: t('admin.accuracy.of') }, t('admin.accuracy.takenFor')]}>
              {a.topics.map((x) => (
                <tr key={x.topic}>
                  <td>{names.topic(x.topic)}</td>
                  <td className="num">{percent(x.right)}</td>
                  <td className="num">{number(x.decided)}</td>
                  <td>{x.takenFor ? names.topic(x.takenFor) : '–'}</td>
                </tr>
              ))}
            </Table>
          )}
          {a.models.length > 0 && (
            <Table heads={[t('admin.accuracy.model'), { num: t('admin.accuracy.share') }, { num: t('admin.accuracy.of') }]}>
              {a.models.map((x) => (
                <tr key={x.model}>
                  <td>{x.model}</td>
                  <td className="num">{percent(x.right)}</td>
                  <td className="num">{number(x.decided)}</td>
                </tr>
              ))}
            </Table>
          )}
        </div>
        )
      }
    </Section>
  );
}
