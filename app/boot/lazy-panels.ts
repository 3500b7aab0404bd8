/**
 * The large panels. The page is there before they are: they are loaded while the engine starts, and
 * nothing that greets a visitor needs them.
 */
import i18next from 'i18next';
import { lazy } from 'react';

/** Beside its code, not after it. */
const withTexts = async <T>(namespace: string, panel: Promise<T>): Promise<T> =>
  (await Promise.all([panel, i18next.loadNamespaces(namespace)]))[0];

const load = {
  banners: () => import('../files/FileBanners.tsx'),
  canvas: () => import('../canvas/PipelineCanvas.tsx'),
  export: () => import('../export/Export.tsx'),
  files: () => withTexts('files', import('../files/Files.tsx')),
  host: () => import('../host/HostPart.tsx'),
  hostBanner: () => import('../host/HostBanner.tsx'),
  inspected: () => import('../files/InspectedFile.tsx'),
  inspector: () => import('../inspector/Inspector.tsx'),
  left: () => import('./LeftSide.tsx'),
  place: () => withTexts('place', import('../host/PlaceMenu.tsx')),
  refactor: () => import('../refactor/Refactor.tsx'),
  results: () => withTexts('results', import('../results/ResultsPanel.tsx')),
};

export const FileBanners = lazy(async () => ({ default: (await load.banners()).FileBanners }));
export const Export = lazy(async () => ({ default: (await load.export()).Export }));
export const Files = lazy(async () => ({ default: (await load.files()).Files }));
export const HostBanner = lazy(async () => ({ default: (await load.hostBanner()).HostBanner }));
export const HostPart = lazy(async () => ({ default: (await load.host()).HostPart }));
export const PlaceMenu = lazy(async () => ({ default: (await load.place()).PlaceMenu }));
export const PipelineCanvas = lazy(async () => ({ default: (await load.canvas()).PipelineCanvas }));
export const InspectedFile = lazy(async () => ({
  default: (await load.inspected()).InspectedFile,
}));
export const Inspector = lazy(async () => ({ default: (await load.inspector()).Inspector }));
export const LeftSide = lazy(async () => ({ default: (await load.left()).LeftSide }));
export const Refactor = lazy(async () => ({ default: (await load.refactor()).Refactor }));
export const ResultsPanel = lazy(async () => ({ default: (await load.results()).ResultsPanel }));
