/** Keeps files for prompts. */
import { AttachmentError } from '../../store/attachments';
import { invalid } from '../http/errors';
import { routes } from '../http/route';
import { attachmentOperations } from './operations';

export const attachmentRoutes = routes(attachmentOperations)(({ store }) => ({
  create({ body: { name, content } }) {
    try {
      return store.attachments.save(Buffer.from(content, 'base64'), name);
    } catch (error) {
      if (error instanceof AttachmentError) throw invalid('content', error.message);
      throw error;
    }
  },
}));
