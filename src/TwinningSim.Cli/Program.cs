Console.WriteLine("twinsim");
