import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from './client';

const long = 5 * 60_000;

export const useTopics = () => useQuery({ queryKey: ['topics'], queryFn: async () => (await ask(api.GET('/api/v1/topics'))).items, staleTime: long });
export const useDirectorates = () => useQuery({ queryKey: ['directorates'], queryFn: async () => (await ask(api.GET('/api/v1/directorates'))).items, staleTime: long });
export const useOfficers = (may = true) => useQuery({ enabled: may, queryKey: ['officers'], queryFn: async () => (await ask(api.GET('/api/v1/officers', { params: { query: {} } }))).items, staleTime: 30_000 });
export const useSavedReplies = () => useQuery({ queryKey: ['saved-replies'], queryFn: async () => (await ask(api.GET('/api/v1/saved-replies'))).items, staleTime: 60_000 });

/** Provinces, regencies and cities, each with its province behind it. */
export const useRegions = (may = true) =>
  useQuery({
    enabled: may,
    queryKey: ['regions'],
    queryFn: async () => {
      const all = (await ask(api.GET('/api/v1/regions'))).items;
      const names = new Map(all.map((r) => [r.code, r.name]));
      return all.map((r) => ({ code: r.code, title: r.province === r.code ? r.name : `${r.name}, ${names.get(r.province) ?? ''}` }));
    },
    staleTime: Infinity,
  });

/** Codes as people call them. */
export function useNames() {
  const { i18n } = useTranslation();
  const topics = useTopics().data ?? [];
  const directorates = useDirectorates().data ?? [];
  return {
    topic: (code: string) => {
      const found = topics.find((t) => t.code === code);
      return found ? (i18n.language === 'en' ? found.nameEn : found.name) : code;
    },
    directorate: (code: string | null) => (code ? (directorates.find((d) => d.code === code)?.name ?? code) : '–'),
  };
}
