/** Language models behind one interface (`Models`, workflows/contracts/models.ts): docs/models.md. */
export { modelsFrom } from './from-config';
export { formOf } from './structured';
