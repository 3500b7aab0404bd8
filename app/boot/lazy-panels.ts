/**
 * The large panels. The page is there before they are: they are loaded while the engine starts, and
 * nothing that greets a visitor needs them.
 */
import { lazy } from 'react';

const load = {
  banners: () => import('../files/FileBanners.tsx'),
  canvas: () => import('../canvas/PipelineCanvas.tsx'),
  export: () => import('../export/Export.tsx'),
  files: () => import('../files/Files.tsx'),
  inspected: () => import('../files/InspectedFile.tsx'),
  inspector: () => import('../inspector/Inspector.tsx'),
  left: () => import('./LeftSide.tsx'),
  refactor: () => import('../refactor/Refactor.tsx'),
  results: () => import('../results/ResultsPanel.tsx'),
};

export const FileBanners = lazy(async () => ({ default: (await load.banners()).FileBanners }));
export const Export = lazy(async () => ({ default: (await load.export()).Export }));
export const Files = lazy(async () => ({ default: (await load.files()).Files }));
export const PipelineCanvas = lazy(async () => ({ default: (await load.canvas()).PipelineCanvas }));
export const InspectedFile = lazy(async () => ({
  default: (await load.inspected()).InspectedFile,
}));
export const Inspector = lazy(async () => ({ default: (await load.inspector()).Inspector }));
export const LeftSide = lazy(async () => ({ default: (await load.left()).LeftSide }));
export const Refactor = lazy(async () => ({ default: (await load.refactor()).Refactor }));
export const ResultsPanel = lazy(async () => ({ default: (await load.results()).ResultsPanel }));
