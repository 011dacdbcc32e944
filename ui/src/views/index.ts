/** Puts the rooms together: importing this registers every screen. */
import '../sell/people'
