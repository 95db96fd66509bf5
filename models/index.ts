/** Language models behind one interface (`Models`, workflows/contracts/models.ts): docs/models.md. */
export { modelsFrom } from './from-config';
export { prices } from './prices';
export { formOf } from './structured';
