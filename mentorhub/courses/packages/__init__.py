"""Pure: learning packages of others (SCORM 1.2 and 2004), hostile until proven otherwise."""
