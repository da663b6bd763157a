### filer
