/** The parts of the page; loaded after its frame. */
import { mount } from '../../ui/mount';
import { startColours } from './highlight';
import { startReview } from './model';
import { ReviewPage } from './review';
import { startWalking } from './walk';

export function start(place: Element): void {
  mount(<ReviewPage />, place);
  startWalking();
  startColours();
  startReview();
}
