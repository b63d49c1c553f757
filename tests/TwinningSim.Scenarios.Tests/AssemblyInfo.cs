// Some tests measure time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
